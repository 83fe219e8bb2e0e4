package dev.gosync.github;

import dev.gosync.testkit.AdapterContract;
import dev.gosync.testkit.Harness;

/** A team by the e-mail addresses that the enterprise's identity provider knows. */
class EnterpriseCertificationTest extends AdapterContract {
    @Override
    protected Harness harness() {
        GitHubFake fake = new GitHubFake();
        fake.provider(GitHubFake.Provider.ENTERPRISE);
        return new GitHubHarness(fake, GitHubIdentities.enterpriseSaml(GitHubFake.ENTERPRISE));
    }
}
