/**
 * For programs whose people are in HCP Terraform or Terraform Enterprise: an organization, its teams and their members as
 * sources and destinations. Start with {@link dev.gosync.terraform.TerraformOrganization}.
 */
@NullMarked
package dev.gosync.terraform;

import org.jspecify.annotations.NullMarked;
