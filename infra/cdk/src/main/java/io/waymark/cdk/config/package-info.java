/// What a stage is to be like, read once from `cdk -c key=value` and checked.
@NullMarked
package io.waymark.cdk.config;

import org.jspecify.annotations.NullMarked;
