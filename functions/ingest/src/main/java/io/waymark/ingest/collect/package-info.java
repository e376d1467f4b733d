/// Once a day: what came in becomes one file per day for training, and each finished day is judged
/// as an upload is.
@NullMarked
package io.waymark.ingest.collect;

import org.jspecify.annotations.NullMarked;
