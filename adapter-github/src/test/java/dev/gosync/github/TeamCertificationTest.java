package dev.gosync.github;

import dev.gosync.testkit.AdapterContract;
import dev.gosync.testkit.Harness;

/** A team by the e-mail addresses that the organization's identity provider knows. */
class TeamCertificationTest extends AdapterContract {
    @Override
    protected Harness harness() {
        return new GitHubHarness(new GitHubFake(), GitHubIdentities.saml());
    }
}
