/** Servers that speak S3. */
package io.snapledger.testkit.s3;
