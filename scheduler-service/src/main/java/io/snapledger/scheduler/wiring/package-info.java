/** How the scheduler is put together: configuration, life cycle, health and metrics. */
package io.snapledger.scheduler.wiring;
