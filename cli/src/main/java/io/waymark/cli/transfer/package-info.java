/// A whole tenant between installations: what it has in tables and buckets, as files.
@NullMarked
package io.waymark.cli.transfer;

import org.jspecify.annotations.NullMarked;
