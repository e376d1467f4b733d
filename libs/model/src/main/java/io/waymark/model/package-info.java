/// The model package: what a trained model is on disk, how it is checked, loaded and asked.
///
/// A package is a folder, or an S3 prefix `<tenant>/<name>/<version>/`, of `model.onnx`,
/// `manifest.json` and, of a recommender, `items.jsonl.gz` (one `{"item_id": …}` per line, in index
/// order) and optionally `popularity.bin` (little-endian float32 per item, in index order) and
/// `daily.bin` (how often an item was liked on each of the newest days) and `content.json.gz` (what
/// attributes say of items the model does not know, ADR 0017) and `scan.json` (what the graph
/// computes and with which constants, ADR 0024).
@NullMarked
package io.waymark.model;

import org.jspecify.annotations.NullMarked;
