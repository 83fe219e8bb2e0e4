/**
 * For programs that sync GitHub teams: an organization ({@link dev.gosync.github.GitHubOrganization}) makes teams ({@link
 * dev.gosync.github.GitHubTeam}). Their things are e-mail addresses, found by {@link
 * dev.gosync.github.GitHubIdentities}, or logins.
 *
 * <p>{@code GitHubApi} sends all requests with OkHttp. Of kohsuke's client, {@code org.kohsuke:github-api}, this package
 * uses the models that cost no call: an App's installation and the records of rate limits. Its README says why the other
 * parts are not used.
 */
@NullMarked
package dev.gosync.github;

import org.jspecify.annotations.NullMarked;
