@NullMarked
package io.waymark.cdk.function;

import org.jspecify.annotations.NullMarked;
