/// Learns vectors of users and items by Spark MLlib from accepted interactions. Spark's classes and
/// those of the rest of Waymark never share a process: what passes between them is files.
@NullMarked
package io.waymark.spark;

import org.jspecify.annotations.NullMarked;
