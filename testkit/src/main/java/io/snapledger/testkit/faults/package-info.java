/** What hurts an installation from outside: slow lines, full disks, tools that lie. */
package io.snapledger.testkit.faults;
