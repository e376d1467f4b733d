/// Stands in for API Gateway: one HTTP port, each request a proxy event of a REST API (version 1)
/// for the function that serves its path, the function's answer back as HTTP. What API Gateway
/// answers by itself (no such path, too large, the function failed) is problem+json here as on a
/// deployed stage.
@NullMarked
package io.waymark.embedded.gateway;

import org.jspecify.annotations.NullMarked;
