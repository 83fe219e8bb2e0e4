package dev.gosync.github;

import dev.gosync.testkit.AdapterContract;
import dev.gosync.testkit.Harness;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A team whose members are invited. Nobody is in the organization except the maintainers, so each addition is an
 * invitation and each removal cancels one.
 */
class InvitationsCertificationTest extends AdapterContract {
    @Override
    protected Harness harness() {
        GitHubFake fake = new GitHubFake();
        return new GitHubHarness(fake, GitHubIdentities.of(fake::emailsByLogin)) {
            @Override
            public void introduce(Collection<String> things) {
                fake.introduceOutside(things);
            }

            @Override
            public void forbid(Collection<String> things) {
                things.forEach(fake::refuse);
            }

            @Override
            public void seed(Collection<String> things) {
                fake.introduceOutside(things);
                Set<String> invited = fake.invited(place());
                things.stream()
                        .map(fake::loginOf)
                        .filter(login -> !invited.contains(login))
                        .forEach(login -> fake.invite(login, place()));
            }

            @Override
            public void seedKept(Collection<String> things) {
                things.forEach(thing -> fake.closeInvitation(fake.loginOf(thing), place()));
                super.seedKept(things);
            }

            @Override
            public void seedNameless(int count) {
                int there = namelessMembers();
                for (int i = there; i < there + count; i++) {
                    fake.invite("nameless-" + i, place());
                }
            }

            @Override
            public Set<String> members() {
                return new TreeSet<>(memberList());
            }

            @Override
            public List<String> memberList() {
                List<String> members = new ArrayList<>(super.memberList());
                members.addAll(fake.emailList(fake.invitedList(place())));
                return members;
            }

            @Override
            public int namelessMembers() {
                Set<String> invited = fake.invited(place());
                return invited.size() - fake.emailList(invited).size();
            }
        };
    }
}
