package dev.gosync.github;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.Outcome;
import dev.gosync.Report;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Retry;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.TestTime;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;

/** Each test has its own fake of GitHub. */
abstract class GitHubFixture {
    static final String TEAM = GitHubFake.TEAM;
    static final Set<String> ALL = Set.of("member", "maintainer");

    final GitHubFake fake = new GitHubFake();
    final TestTime time = new TestTime();
    private final List<GitHubOrganization> opened = new ArrayList<>();

    @AfterEach
    void nothingWasSentThatNobodyShouldSend() {
        opened.forEach(GitHubOrganization::close);
        fake.close();
        assertThat(fake.complaints()).isEmpty();
    }

    Retry retry() {
        return Retry.standard().time(time, time::sleep, () -> 0.5);
    }

    GitHubOrganization open(GitHubOrganization.Builder builder) {
        fake.clock(time);
        GitHubOrganization organization =
                builder.baseUrl(fake.address()).retry(retry()).build();
        opened.add(organization);
        return organization;
    }

    GitHubOrganization organization(GitHubIdentities identities) {
        return open(GitHubOrganization.withToken(GitHubFake.ORGANIZATION, Conditions.SECRET)
                .identities(identities));
    }

    /** Returns the team by the addresses of the organization's identity provider. */
    GitHubTeam team() {
        return organization(GitHubIdentities.saml()).team(TEAM);
    }

    static List<String> emails(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj("person%05d@example.com"::formatted)
                .toList();
    }

    Set<String> members() {
        return fake.emails(TEAM, ALL);
    }

    /** Returns how often each query and each operation was called. */
    Map<String, Integer> calls() {
        Map<String, Integer> calls = new TreeMap<>();
        fake.received().forEach(request -> {
            String name = request.operation().equals("graphql") ? request.json("operationName") : request.operation();
            calls.merge(name, 1, Integer::sum);
        });
        return calls;
    }

    static Outcome outcome(Report report, String thing) {
        return report.outcomes().stream()
                .filter(each -> each.thing().equals(thing))
                .findFirst()
                .orElseThrow();
    }

    /** Returns the failure of a read. */
    static AdapterException failure(Adapter adapter) throws IOException, InterruptedException {
        try {
            Listing listing = adapter.get();
            throw new AssertionError("It gave a " + listing);
        } catch (AdapterException e) {
            return e;
        }
    }
}
