/** The service between nodes as grpc-js knows it. Frames are encoded and decoded where they are made and read, not by the library. */

const asIs = (frame: Buffer): Buffer => frame;

/** As node.proto has it; a test compares. */
export const CONNECT_PATH = '/frontrow.v1.NodeLink/Connect';

export const asFrame = asIs;

export const nodeLinkService = {
  Connect: {
    path: CONNECT_PATH,
    requestStream: true,
    responseStream: true,
    requestSerialize: asIs,
    requestDeserialize: asIs,
    responseSerialize: asIs,
    responseDeserialize: asIs,
  },
};
