package dev.gosync.github;

import dev.gosync.adapter.Adapter;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.HttpHarness;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** A team by e-mail addresses. */
class GitHubHarness extends HttpHarness<GitHubFake> {
    private static final Set<String> ALL = Set.of("member", "maintainer");

    private final GitHubIdentities identities;

    GitHubHarness(GitHubFake fake, GitHubIdentities identities) {
        super(fake, GitHubFake.TEAM);
        this.identities = identities;
    }

    @Override
    protected Adapter adapter(Conditions conditions) throws IOException {
        return organization(conditions)
                .baseUrl(fake.address())
                .identities(identities)
                .retry(conditions.retry())
                .build()
                .team(place());
    }

    /** Returns the organization with the credentials of the test. */
    protected GitHubOrganization.Builder organization(Conditions conditions) throws IOException {
        return GitHubOrganization.withToken(GitHubFake.ORGANIZATION, conditions.secret());
    }

    @Override
    public void introduce(Collection<String> things) {
        fake.introduce(things);
    }

    @Override
    public void forbid(Collection<String> things) {
        fake.introduce(things);
        things.forEach(fake::refuse);
    }

    @Override
    public void seed(Collection<String> things) {
        fake.join(place(), "member", things);
    }

    @Override
    public void seedNameless(int count) {
        int there = fake.nameless(place());
        List<String> logins = IntStream.range(there, there + count)
                .mapToObj(number -> "nameless-" + number)
                .toList();
        fake.join(place(), "member", logins);
    }

    @Override
    public void seedKept(Collection<String> things) {
        fake.join(place(), "maintainer", things);
    }

    @Override
    public Set<String> members() {
        return fake.emails(place(), ALL);
    }

    @Override
    public List<String> memberList() {
        return fake.emailList(fake.logins(place(), ALL));
    }

    @Override
    public String fingerprint(String member) {
        return fake.kept(place(), member);
    }

    @Override
    public int namelessMembers() {
        return fake.nameless(place());
    }

    @Override
    public Set<String> keptMembers() {
        return new TreeSet<>(fake.emails(place(), Set.of("maintainer")));
    }
}
