/// The model package: what a trained model is on disk, how it is checked, loaded and asked.
///
/// A package is a folder, or an S3 prefix `<tenant>/<name>/<version>/`, of `model.onnx`,
/// `manifest.json` and, of a recommender, `items.jsonl.gz` (one `{"item_id": …}` per line, in index
/// order) and optionally `popularity.bin` (little-endian float32 per item, in index order).
@NullMarked
package io.waymark.model;

import org.jspecify.annotations.NullMarked;
