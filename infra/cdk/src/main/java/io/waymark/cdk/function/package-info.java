/// The functions, what they may do, and what calls them but HTTP.
@NullMarked
package io.waymark.cdk.function;

import org.jspecify.annotations.NullMarked;
