/** Compression in software: the one importer of fflate. */
export declare function gzip(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>;
