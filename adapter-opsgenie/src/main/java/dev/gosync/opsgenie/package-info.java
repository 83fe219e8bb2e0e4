/**
 * For those whose on-call schedules are in Opsgenie ({@link dev.gosync.opsgenie.Opsgenie}) or in its successor ({@link
 * dev.gosync.opsgenie.JiraOperations}): who is on call ({@link dev.gosync.opsgenie.OnCall}), and who takes turns in a
 * schedule ({@link dev.gosync.opsgenie.Schedule}).
 */
@NullMarked
package dev.gosync.opsgenie;

import org.jspecify.annotations.NullMarked;
