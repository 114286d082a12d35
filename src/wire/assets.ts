import * as v from 'valibot';
import { EpochMs, Sha256, Uuid } from './ids.ts';
import { LIMITS } from './limits.ts';

/** POST /v1/assets/missing: which of these files the monitor does not have. */
export const MissingAssets = v.object({
  session: Uuid,
  hashes: v.pipe(v.array(Sha256), v.minLength(1), v.maxLength(LIMITS.assetHashCount)),
});
export const MissingAssetsReply = v.object({ missing: v.array(Sha256), serverAt: EpochMs });
/** PUT /v1/assets/:hash, the body being the file: 201 stored, 200 there already. */
export const AssetReply = v.object({ status: v.picklist(['stored', 'duplicate']), serverAt: EpochMs });
