/**
 * For those whose people are in Slack: conversations and user groups as sources and destinations, made by a {@link
 * dev.gosync.slack.SlackWorkspace}.
 */
@NullMarked
package dev.gosync.slack;

import org.jspecify.annotations.NullMarked;
