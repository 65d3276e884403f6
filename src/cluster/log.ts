/** Where the cluster tells operators what happens to it, as pino takes lines. */
export interface ClusterLog {
  info(members: object, message: string): void;
  warn(members: object, message: string): void;
  error(members: object, message: string): void;
}
