@NullMarked
package io.waymark.cdk.config;

import org.jspecify.annotations.NullMarked;
