/// Who is told of what, and where to look.
@NullMarked
package io.waymark.cdk.observability;

import org.jspecify.annotations.NullMarked;
