package dev.gosync.acceptance;

import dev.gosync.terraform.TerraformFake;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The people of an organization. The owners are kept. */
final class TerraformOrganizationPlace extends TerraformPlace {
    TerraformOrganizationPlace() {
        super("terraform-organization");
    }

    @Override
    void seed(Path folder, List<String> members, List<String> coming) {
        fake.join(TerraformFake.EVERYONE, members);
        fake.join(TerraformFake.OWNERS, FaultPlaces.OTHERS);
        fake.joinServices(TerraformFake.EVERYONE, 2);
    }

    @Override
    String entry(String address) {
        return "{ invite-to: " + TerraformFake.EVERYONE + ", " + account(address) + " }";
    }

    /** Without the owners. */
    @Override
    Set<String> members(Path folder) {
        Set<String> members = new TreeSet<>(fake.people());
        members.removeAll(fake.members(TerraformFake.OWNERS));
        return members;
    }
}
