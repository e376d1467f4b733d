package io.waymark.architecture.bad;

import java.sql.Connection;

record Rankings(Connection connection) {}
