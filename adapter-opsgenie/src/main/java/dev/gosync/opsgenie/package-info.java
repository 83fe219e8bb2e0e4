/**
 * For programs whose on-call schedules are in Opsgenie ({@link dev.gosync.opsgenie.Opsgenie}) or in its successor, Jira
 * Service Management ({@link dev.gosync.opsgenie.JiraOperations}): who is on call, and who takes turns in a schedule.
 */
@NullMarked
package dev.gosync.opsgenie;

import org.jspecify.annotations.NullMarked;
