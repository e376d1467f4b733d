/// LocalStack in a container. Nobody has run this yet: no machine of ours has had a Docker engine.
@NullMarked
package io.waymark.localstack.docker;

import org.jspecify.annotations.NullMarked;
