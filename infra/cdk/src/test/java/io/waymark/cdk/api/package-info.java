@NullMarked
package io.waymark.cdk.api;

import org.jspecify.annotations.NullMarked;
