@NullMarked
package io.waymark.cdk;

import org.jspecify.annotations.NullMarked;
