/// Tables in files: Parquet, CSV and JSON Lines, plain or compressed by gzip or Zstandard, read row
/// by row in bounded memory; Parquet written. What is wrong with one row is said by that row; a
/// file that is no table at all is refused with the reason. [io.waymark.files.InteractionFile]
/// reads interactions, for uploads and for programs that work on files alone.
///
/// CSV has a header, fields separated by `,`, `;` or tabs, UTF-8, and quotes as of RFC 4180. A
/// quote that is never closed costs its own line, not the rest of the file, which is why the reader
/// is our own.
@NullMarked
package io.waymark.files;

import org.jspecify.annotations.NullMarked;
