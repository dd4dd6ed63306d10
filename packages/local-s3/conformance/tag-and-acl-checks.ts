import { strict as assert } from 'node:assert';
import {
  type CreateMultipartUploadCommandInput,
  DeleteObjectTaggingCommand,
  GetObjectAclCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
} from '@aws-sdk/client-s3';
import { type Check, holds } from './check.ts';

const TAGS = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html';
const small = Buffer.from('small');

type Input = Partial<CreateMultipartUploadCommandInput>;

/** Object tags. */
export const taggingChecks: readonly Check[] = [
  {
    name: 'tags are kept, counted, replaced and deleted',
    doc: TAGS,
    run: async (t) => {
      const where = t.newKey();
      await t.client.send(
        new PutObjectCommand({ ...where, Body: small, Tagging: 'team=video&note=a%20b' }),
      );
      const { TagSet } = await t.client.send(new GetObjectTaggingCommand(where));
      assert.deepEqual(TagSet, [
        { Key: 'team', Value: 'video' },
        { Key: 'note', Value: 'a b' },
      ]);
      assert.equal((await t.client.send(new GetObjectCommand(where))).TagCount, 2);
      const Tagging = { TagSet: [{ Key: 'only', Value: '' }] };
      await t.client.send(new PutObjectTaggingCommand({ ...where, Tagging }));
      const replaced = await t.client.send(new GetObjectTaggingCommand(where));
      assert.deepEqual(replaced.TagSet, Tagging.TagSet);
      await t.client.send(new DeleteObjectTaggingCommand(where));
      assert.deepEqual((await t.client.send(new GetObjectTaggingCommand(where))).TagSet, []);
    },
  },
  {
    name: 'tags given at create are on the completed object',
    doc: TAGS,
    run: async (t) => {
      const upload = await t.createUpload({ Tagging: 'a=1' });
      await t.complete(upload, await t.uploadParts(upload, [small]));
      const { TagSet } = await t.client.send(
        new GetObjectTaggingCommand({ Bucket: upload.Bucket, Key: upload.Key }),
      );
      assert.deepEqual(TagSet, [{ Key: 'a', Value: '1' }]);
    },
  },
];

/** Access control lists. */
export const accessChecks: readonly Check[] = (
  [
    [{ ACL: 'public-read' }, ['FULL_CONTROL', 'READ']],
    [{ ACL: 'bucket-owner-full-control' }, ['FULL_CONTROL']],
    [{ GrantRead: 'uri="http://acs.amazonaws.com/groups/global/AllUsers"' }, ['READ']],
  ] as const satisfies readonly (readonly [Input, readonly string[]])[]
).map(
  ([input, permissions]): Check => ({
    name: `${JSON.stringify(input)} is readable through GetObjectAcl`,
    doc: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html',
    run: async (t) => {
      const where = t.newKey();
      await t.client.send(new PutObjectCommand({ ...where, ...input, Body: small }));
      const { Grants = [], Owner } = await t.client.send(new GetObjectAclCommand(where));
      assert.deepEqual(
        Grants.map(({ Permission }) => Permission),
        permissions,
      );
      holds(Owner?.ID && Grants.every(({ Grantee }) => Grantee?.Type));
    },
  }),
);
