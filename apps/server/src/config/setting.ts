import type { z } from 'zod';
import { type VariableDoc, variableDocs } from './variable-docs.ts';

/** One environment variable that becomes one value of the configuration. */
export interface Setting<Name extends string = string, Schema extends z.ZodType = z.ZodType> {
  /** The variable's name. */
  readonly name: Name;
  readonly schema: Schema;
}

/** Settings in the shape that their values have in the configuration. */
export interface SettingTree {
  readonly [key: string]: Setting | SettingTree;
}

/** The values of a tree, in its shape. */
export type ValuesOf<Node> =
  Node extends Setting<string, infer Schema>
    ? z.output<Schema>
    : { readonly [Key in keyof Node]: ValuesOf<Node[Key]> };

type SettingsIn<Node> = Node extends Setting
  ? Node
  : { [Key in keyof Node]: SettingsIn<Node[Key]> }[keyof Node];

/** The schemas of a tree, by the names of their variables. */
export type ShapeOf<Node> = {
  [Leaf in SettingsIn<Node> as Leaf extends Setting<infer Name>
    ? Name
    : never]: Leaf extends Setting<string, infer Schema> ? Schema : never;
};

/** Declares a variable: its name, its schema, and its documentation. */
export function setting<const Name extends string, Schema extends z.ZodType>(
  name: Name,
  schema: Schema,
  doc: VariableDoc,
): Setting<Name, Schema> {
  variableDocs.add(schema, doc);
  return { name, schema };
}

/** Lists the schemas of a tree, in its order. */
export function shapeOf<Tree extends SettingTree>(tree: Tree): ShapeOf<Tree> {
  return Object.fromEntries(schemasIn(tree)) as ShapeOf<Tree>;
}

/** Reads the values of a tree from a parsed environment. */
export function readSettings<Tree extends SettingTree>(
  tree: Tree,
  environment: Readonly<Record<string, unknown>>,
): ValuesOf<Tree> {
  return Object.fromEntries(
    Object.entries(tree).map(([key, node]) => [
      key,
      isSetting(node) ? environment[node.name] : readSettings(node, environment),
    ]),
  ) as ValuesOf<Tree>;
}

function schemasIn(tree: SettingTree): readonly (readonly [string, z.ZodType])[] {
  return Object.values(tree).flatMap((node) =>
    isSetting(node) ? [[node.name, node.schema] as const] : schemasIn(node),
  );
}

function isSetting(node: Setting | SettingTree): node is Setting {
  return typeof node.name === 'string';
}
