/** Real servers for tests: a Kafka broker, a PostgreSQL, fault proxies. Never part of what ships. */
package io.snapledger.testkit;
