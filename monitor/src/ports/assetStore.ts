/** A file that recorded pages look by, as the monitor keeps it. */
export interface StoredAsset {
  /** Media type. */
  type: string;
  bytes: Uint8Array;
}

/** Files of recorded pages, per application, named by the SHA-256 of their content: immutable once stored. */
export interface AssetStore {
  has(app: string, hash: string): Promise<boolean>;
  /** Stores durably before it resolves. The same file twice is one. */
  put(app: string, hash: string, asset: StoredAsset): Promise<'stored' | 'duplicate'>;
  /** Undefined where there is none. */
  get(app: string, hash: string): Promise<StoredAsset | undefined>;
}
