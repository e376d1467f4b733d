@NullMarked
package io.waymark.localstack;

import org.jspecify.annotations.NullMarked;
