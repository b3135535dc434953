/** How results are shown: tables for people, JSON, YAML and names for programs. */
package io.snapledger.cli.output;
