package io.snapledger.catalog.inbound;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.snapledger.testkit.kafka.KafkaResource;

/** The service with its catalog in a SQLite file. */
@QuarkusTest
@QuarkusTestResource(value = KafkaResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = CatalogSurroundings.class, restrictToAnnotatedClass = true)
class CatalogServiceTest extends CatalogServiceContract {}
