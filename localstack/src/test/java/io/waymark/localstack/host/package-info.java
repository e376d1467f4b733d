@NullMarked
package io.waymark.localstack.host;

import org.jspecify.annotations.NullMarked;
