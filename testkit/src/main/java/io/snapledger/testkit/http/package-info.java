/** How tests are let in. */
package io.snapledger.testkit.http;
