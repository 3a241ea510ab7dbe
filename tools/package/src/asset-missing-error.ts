/** An app lists an asset that is not there. Nothing is packaged until the list or the file is put right. */
export class AssetMissingError extends Error {
  static {
    AssetMissingError.prototype.name = 'AssetMissingError';
  }

  constructor(from: string, appRoot: string) {
    super(`No file at "${from}", listed under lambda.assets in ${appRoot}/package.json`);
  }
}
