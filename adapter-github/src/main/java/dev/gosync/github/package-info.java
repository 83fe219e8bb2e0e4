/**
 * For those who keep GitHub teams in step: an organization ({@link dev.gosync.github.GitHubOrganization}) makes teams
 * ({@link dev.gosync.github.GitHubTeam}), whose things are e-mail addresses found by {@link
 * dev.gosync.github.GitHubIdentities}, or logins.
 *
 * <p>Two clients share one way to GitHub, OkHttp behind the gate of core. {@code org.kohsuke:github-api} finds the
 * installation of a GitHub App, by its model of Apps and through a connector that hands its requests to that way; its
 * own waiting and repeating never begins, as only successes reach it. The rest goes past it, because it would cost
 * calls or cannot do it: it has no GraphQL, hence neither identities nor a team without its child teams; it has no
 * invitations to teams; adding or removing a member takes a {@code GHUser} and a {@code GHTeam}, which is a request for
 * each person and two for each team more, and hides whether a membership is active or pending. It writes answers to its
 * log at the finest level, so an App's token is not fetched through it either.
 */
@NullMarked
package dev.gosync.github;

import org.jspecify.annotations.NullMarked;
