/**
 * The reconcile loop: observe, plan, act, report. Reconciling never waits for a database: looks and
 * runs are tasks of their own, and their end is an event.
 */
package dev.memdb.controller;
