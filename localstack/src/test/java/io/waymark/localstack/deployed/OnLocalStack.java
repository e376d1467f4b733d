package io.waymark.localstack.deployed;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// Tests of the deployed stacks. They take [Stacks] as a parameter; where LocalStack cannot be
/// started or the stacks not be deployed, they fail.
@Tag("deployed")
@ExtendWith(DeployedStacks.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface OnLocalStack {}
