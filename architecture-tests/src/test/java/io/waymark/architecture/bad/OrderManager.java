package io.waymark.architecture.bad;

final class OrderManager {}
