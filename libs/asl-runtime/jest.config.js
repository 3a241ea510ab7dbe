export default {
  displayName: 'asl-runtime',
  preset: '../../jest.preset.js',
};
