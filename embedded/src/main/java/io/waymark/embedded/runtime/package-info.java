/// Runs the functions as Lambda does: each from its unpacked archive in a class loader that sees
/// the JDK, the Lambda interfaces and nothing else of this process; events go in and answers come
/// out as JSON bytes.
@NullMarked
package io.waymark.embedded.runtime;

import org.jspecify.annotations.NullMarked;
