/// What rows look like, and what is said of it: counted in one pass, compared with earlier ones,
/// judged by thresholds that a tenant can set, told as a report. Of files and of days alike; where
/// the rows come from, and what becomes of them, is nothing to it.
@NullMarked
package io.waymark.ingest.quality;

import org.jspecify.annotations.NullMarked;
