/** A bucket of an object store that speaks S3, as repository. */
package io.snapledger.repository.s3;
