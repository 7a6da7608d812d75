/* SPDX-License-Identifier: Apache-2.0
 * status.h - the status codes that validation yields, and the log of them.
 *
 * [C2PA] section 15.2: success, informational and failure codes.  The kind in
 * the table is how the code is counted here; where an implementation in wide
 * use counts it otherwise, docs/c2pa-differences.md says so. */
#ifndef C2PA_STATUS_H
#define C2PA_STATUS_H

#include "base/span.h"
#include "genmark.h"

/* clang-format off */
#define STATUSES(X) \
    X(SIG_VALIDATED, SUCCESS, "claimSignature.validated", "claim signature valid") \
    X(SIG_INSIDE, SUCCESS, "claimSignature.insideValidity", "claim signature valid") \
    X(SIG_MISMATCH, FAILURE, "claimSignature.mismatch", "claim signature is not valid") \
    X(SIG_MISSING, FAILURE, "claimSignature.missing", "signature missing") \
    X(CRED_TRUSTED, SUCCESS, "signingCredential.trusted", "signing certificate trusted") \
    X(CRED_UNTRUSTED, FAILURE, "signingCredential.untrusted", "signing certificate untrusted") \
    X(CRED_INVALID, FAILURE, "signingCredential.invalid", "certificate breaks its profile") \
    X(CRED_EXPIRED, FAILURE, "signingCredential.expired", "certificate expired") \
    X(OCSP_GOOD, SUCCESS, "signingCredential.ocsp.notRevoked", "signing certificate not revoked") \
    X(OCSP_REVOKED, FAILURE, "signingCredential.ocsp.revoked", "signing certificate revoked") \
    X(OCSP_SKIPPED, INFO, "signingCredential.ocsp.skipped", "no OCSP answer in the file, none fetched") \
    X(TIME_VALIDATED, SUCCESS, "timeStamp.validated", "time-stamp message digest matched") \
    X(TIME_TRUSTED, SUCCESS, "timeStamp.trusted", "time-stamp certificate trusted") \
    X(TIME_MALFORMED, INFO, "timeStamp.malformed", "could not parse time-stamp") \
    X(TIME_MISMATCH, INFO, "timeStamp.mismatch", "time-stamp message digest did not match") \
    X(TIME_OUTSIDE, INFO, "timeStamp.outsideValidity", "time-stamp outside of its certificate's validity") \
    X(TIME_UNTRUSTED, INFO, "timeStamp.untrusted", "time-stamp certificate untrusted") \
    X(ALG_UNSUPPORTED, FAILURE, "algorithm.unsupported", "unsupported or missing algorithm") \
    X(URI_MATCH, SUCCESS, "assertion.hashedURI.match", "hashed uri matched") \
    X(URI_MISMATCH, FAILURE, "assertion.hashedURI.mismatch", "hash does not match assertion data") \
    X(REF_MISMATCH, FAILURE, "hashedURI.mismatch", "hash does not match the data it names") \
    X(REF_MISSING, FAILURE, "hashedURI.missing", "the data of a hashed uri is missing") \
    X(ASSERTION_MISSING, FAILURE, "assertion.missing", "cannot find matching assertion") \
    X(ASSERTION_OUTSIDE, FAILURE, "assertion.outsideManifest", "reference to another manifest's assertion store") \
    X(ASSERTION_UNDECLARED, FAILURE, "assertion.undeclared", "assertion that the claim does not list") \
    X(ASSERTION_REQUIRED, FAILURE, "assertion.required.missing", "assertion could not be loaded") \
    X(ASSERTION_CBOR, FAILURE, "assertion.cbor.invalid", "invalid assertion cbor") \
    X(ASSERTION_JSON, FAILURE, "assertion.json.invalid", "invalid assertion json") \
    X(NOT_REDACTED, FAILURE, "assertion.notRedacted", "redacted assertion data must be zeros or empty") \
    X(SELF_REDACTED, FAILURE, "assertion.selfRedacted", "claim contains self redaction") \
    X(ACTION_REDACTED, FAILURE, "assertion.action.redacted", "redaction of action assertions disallowed") \
    X(BINDING_REDACTED, FAILURE, "assertion.hardBinding.redacted", "redaction of disallowed hash assertion") \
    X(ACTION_MALFORMED, FAILURE, "assertion.action.malformed", "malformed action") \
    X(ACTION_INGREDIENT, FAILURE, "assertion.action.ingredientMismatch", "action must have valid ingredients") \
    X(ACTION_REDACTION, FAILURE, "assertion.action.redactionMismatch", "redacted action does not name a redaction of the claim") \
    X(ACTION_SOFT_BINDING, FAILURE, "assertion.action.softBindingMissing", "watermark action missing soft binding assertion") \
    X(MANY_BINDINGS, FAILURE, "assertion.multipleHardBindings", "claim has multiple data bindings") \
    X(NO_BINDING, FAILURE, "claim.hardBindings.missing", "claim has no data binding") \
    X(DATA_MATCH, SUCCESS, "assertion.dataHash.match", "data hash valid") \
    X(DATA_MISMATCH, FAILURE, "assertion.dataHash.mismatch", "data hash does not match the asset") \
    X(DATA_EXTRA, INFO, "assertion.dataHash.additionalExclusionsPresent", "extra data hash exclusions found") \
    X(BOX_MATCH, SUCCESS, "assertion.boxesHash.match", "boxes hash valid") \
    X(BOX_MISMATCH, FAILURE, "assertion.boxesHash.mismatch", "boxes hash does not match the asset") \
    X(BOX_MALFORMED, FAILURE, "assertion.boxesHash.malformed", "boxes hash malformed") \
    X(BOX_UNKNOWN, FAILURE, "assertion.boxesHash.unknownBox", "the asset has a box that the boxes hash does not list") \
    X(BOX_EXTRA, INFO, "assertion.boxesHash.additionalExclusionsPresent", "additional box hash exclusions found") \
    X(BMFF_MATCH, SUCCESS, "assertion.bmffHash.match", "BMFF hash valid") \
    X(BMFF_MISMATCH, FAILURE, "assertion.bmffHash.mismatch", "BMFF hash does not match the asset") \
    X(BMFF_MALFORMED, FAILURE, "assertion.bmffHash.malformed", "BMFF hash assertion malformed") \
    X(BMFF_EXTRA, INFO, "assertion.bmffHash.additionalExclusionsPresent", "extra BMFF hash exclusions found") \
    X(MULTI_MATCH, SUCCESS, "assertion.multiAssetHash.match", "every part of the asset matches its hash") \
    X(MULTI_MISMATCH, FAILURE, "assertion.multiAssetHash.mismatch", "a part of the asset does not match its hash") \
    X(MULTI_MALFORMED, FAILURE, "assertion.multiAssetHash.malformed", "multi-asset hash assertion malformed") \
    X(MULTI_MISSING, FAILURE, "assertion.multiAssetHash.missingPart", "a part of the asset is missing") \
    X(SET_MATCH, SUCCESS, "assertion.collectionHash.match", "collection hash valid") \
    X(SET_MISMATCH, FAILURE, "assertion.collectionHash.mismatch", "collection hash does not match the asset") \
    X(SET_COUNT, FAILURE, "assertion.collectionHash.incorrectFileCount", "collection names a file that is not there") \
    X(SET_URI, FAILURE, "assertion.collectionHash.invalidURI", "collection path leaves the collection") \
    X(INGREDIENT_MALFORMED, FAILURE, "assertion.ingredient.malformed", "ingredient must have validation results") \
    X(INGREDIENT_UNKNOWN, INFO, "ingredient.unknownProvenance", "ingredient does not have provenance") \
    X(INGREDIENT_VALIDATED, SUCCESS, "ingredient.manifest.validated", "ingredient hash matched") \
    X(INGREDIENT_MISSING, FAILURE, "ingredient.manifest.missing", "ingredient manifest missing") \
    X(INGREDIENT_MISMATCH, FAILURE, "ingredient.manifest.mismatch", "ingredient hash incorrect") \
    X(INGREDIENT_SIG_VALIDATED, INFO, "ingredient.claimSignature.validated", "ingredient claim signature validated") \
    X(INGREDIENT_SIG_MISMATCH, FAILURE, "ingredient.claimSignature.mismatch", "ingredient claim signature mismatch") \
    X(CLOUD_BINDING, FAILURE, "assertion.cloud-data.hardBinding", "cloud-data assertion references a hard binding assertion") \
    X(CLOUD_ACTIONS, FAILURE, "assertion.cloud-data.actions", "cloud-data assertion references an actions assertion") \
    X(CLOUD_MALFORMED, FAILURE, "assertion.cloud-data.malformed", "cloud-data assertion malformed") \
    X(EXTERNAL_MALFORMED, FAILURE, "assertion.external-reference.malformed", "external reference malformed") \
    X(STAMP_MALFORMED, FAILURE, "assertion.timestamp.malformed", "time-stamp assertion malformed") \
    X(GENERAL, FAILURE, "general.error", "could not be checked") \
    X(CLAIM_MALFORMED, FAILURE, "claim.malformed", "claim malformed") \
    X(CLAIM_MISSING, FAILURE, "claim.missing", "a manifest that is referred to could not be loaded") \
    X(CLAIM_MULTIPLE, FAILURE, "claim.multiple", "unrecognized manifest box") \
    X(MANY_PARENTS, FAILURE, "manifest.multipleParents", "too many ingredient parents") \
    X(UPDATE_INVALID, FAILURE, "manifest.update.invalid", "update manifest holds what it must not") \
    X(UPDATE_PARENTS, FAILURE, "manifest.update.wrongParents", "update manifest must have one parent") \
    X(TEXT_CORRUPT, FAILURE, "manifest.text.corruptedWrapper", "text wrapper damaged") \
    X(TEXT_MANY, FAILURE, "manifest.text.multipleWrappers", "more than one text wrapper") \
    X(HTML_MANY, FAILURE, "manifest.html.multipleManifests", "more than one manifest element") \
    X(BLOCK_NONE, FAILURE, "manifest.structuredText.noManifest", "manifest block without its end") \
    X(BLOCK_MANY, FAILURE, "manifest.structuredText.multipleReferences", "more than one manifest block") \
    X(BLOCK_EMPTY, FAILURE, "manifest.structuredText.emptyReference", "manifest block without a reference") \
    X(BLOCK_MALFORMED, FAILURE, "manifest.structuredText.malformedReference", "the reference of a manifest block is no URI") \
    X(BLOCK_UNRESOLVED, FAILURE, "manifest.structuredText.noResolutionPath", "the reference of a manifest block cannot be followed") \
    X(IDENTITY_GOOD, SUCCESS, "cawg.identity.well-formed", "identity assertion well-formed") \
    X(IDENTITY_CBOR, FAILURE, "cawg.identity.cbor.invalid", "identity assertion not decodable") \
    X(IDENTITY_MISMATCH, FAILURE, "cawg.identity.assertion.mismatch", "referenced assertion not in claim") \
    X(IDENTITY_DUPLICATE, FAILURE, "cawg.identity.assertion.duplicate", "multiple references to same assertion") \
    X(IDENTITY_NO_BINDING, FAILURE, "cawg.identity.hard_binding_missing", "no hard binding assertion") \
    X(IDENTITY_PAD, FAILURE, "cawg.identity.pad.invalid", "invalid value in pad fields") \
    X(IDENTITY_TYPE, FAILURE, "cawg.identity.sig_type.unknown", "unsupported signature type") \
    X(X509_VALIDATED, SUCCESS, "cawg.x509.signature.validated", "identity signature valid") \
    X(X509_MISMATCH, FAILURE, "cawg.x509.signature.mismatch", "signature mismatch") \
    X(X509_TRUSTED, SUCCESS, "cawg.x509.credential.trusted", "identity certificate trusted") \
    X(X509_UNTRUSTED, FAILURE, "cawg.x509.credential.untrusted", "signing certificate untrusted") \
    X(ICA_VALIDATED, SUCCESS, "cawg.ica.credential_valid", "identity claims aggregation valid") \
    X(ICA_COSE, FAILURE, "cawg.ica.invalid_cose_sign1", "Invalid COSE_Sign1 data structure") \
    X(ICA_ALG, FAILURE, "cawg.ica.invalid_alg", "Invalid COSE_Sign1 signature algorithm") \
    X(ICA_CONTENT, FAILURE, "cawg.ica.invalid_content_type", "Invalid COSE_Sign1 content type header") \
    X(ICA_CREDENTIAL, FAILURE, "cawg.ica.invalid_verifiable_credential", "Invalid verifiable credential") \
    X(ICA_ISSUER, FAILURE, "cawg.ica.invalid_issuer", "Invalid issuer DID") \
    X(ICA_DID, FAILURE, "cawg.ica.did_unavailable", "Unable to resolve issuer DID") \
    X(ICA_DOCUMENT, FAILURE, "cawg.ica.invalid_did_document", "Invalid issuer DID document") \
    X(ICA_SIGNATURE, FAILURE, "cawg.ica.signature_mismatch", "Signature does not match credential") \
    X(ICA_PAYLOAD, FAILURE, "cawg.ica.signer_payload.mismatch", "c2paAsset does not match signer_payload") \
    X(ICA_TIME, FAILURE, "cawg.ica.time_stamp.invalid", "Time stamp does not match credential") \
    X(ICA_TIME_VALIDATED, SUCCESS, "cawg.ica.time_stamp.validated", "Time stamp validated") \
    X(ICA_FROM, FAILURE, "cawg.ica.valid_from.invalid", "credential's validFrom date is unacceptable") \
    X(ICA_FROM_MISSING, FAILURE, "cawg.ica.valid_from.missing", "credential does not have a validFrom date") \
    X(ICA_UNTIL, FAILURE, "cawg.ica.valid_until.invalid", "credential's validUntil date is unacceptable") \
    X(ICA_UNTRUSTED, INFO, "cawg.ica.untrusted_issuer", "ICA issuer is not a trusted issuer")
/* clang-format on */

enum status {
#define X(name, kind, code, text) ST_##name,
    STATUSES(X)
#undef X
    ST_COUNT
};

gm_code_kind status_kind(enum status s);
struct span status_code(enum status s);
const char *status_text(enum status s);

#endif
