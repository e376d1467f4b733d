/// Accepted interactions as Parquet, where training reads them.
@NullMarked
package io.waymark.ingest.archive;

import org.jspecify.annotations.NullMarked;
