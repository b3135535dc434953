package io.snapledger.catalog.inbound;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.snapledger.testkit.kafka.KafkaResource;

/** The same service, its catalog in MongoDB. */
@QuarkusTest
@QuarkusTestResource(value = KafkaResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = CatalogSurroundings.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = MongoResource.class, restrictToAnnotatedClass = true)
class MongoCatalogServiceTest extends CatalogServiceContract {}
