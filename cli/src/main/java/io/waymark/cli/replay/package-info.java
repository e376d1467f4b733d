/// Puts back what of the streams could not be stored: a tenant's dead letters, through the API, and
/// the batches that were given up, from where they are kept, by whoever operates the installation.
@NullMarked
package io.waymark.cli.replay;

import org.jspecify.annotations.NullMarked;
