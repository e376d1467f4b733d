/// HTTP: the REST API, its routes, its own errors, and what stands in front of it.
@NullMarked
package io.waymark.cdk.api;

import org.jspecify.annotations.NullMarked;
